package importer

// StepKind is what a person can do next.
type StepKind string

// The steps. Each concerns a run, but where its comment says otherwise.
const (
	StepResume         StepKind = "resume"            // go on with the run
	StepResumeFailed   StepKind = "resume_failed"     // the same, with the rows that failed or met a conflict
	StepRunFailed      StepKind = "run_failed"        // correct the failed rows and run them
	StepPlan           StepKind = "plan"              // show what a file would change; of a file, not a run
	StepRunPlan        StepKind = "run_plan"          // run what was planned
	StepApprove        StepKind = "approve"           // accept the changes of a plan
	StepRunApproved    StepKind = "run_approved"      // write the accepted changes of a plan
	StepUndo           StepKind = "undo"              // put back what the run changed
	StepReport         StepKind = "report"            // write the reports again
	StepRaiseMaxUpdate StepKind = "raise_max_updates" // allow the run to change more rows
	StepRestoreInput   StepKind = "restore_input"     // put the file back as the run knew it
	StepReview         StepKind = "review"            // look at the rows that did not succeed, and decide by hand
	StepServeSandbox   StepKind = "serve_sandbox"     // serve the stand-in until interrupted
	StepSignIn         StepKind = "sign_in"           // sign in with a code; of a target, not a run
)

// Step is something that can be done next. A command line shows it as a command, a page
// as a button.
type Step struct {
	Kind StepKind
	// Run is the run that it concerns; empty in a text about any run.
	Run string
	// File is the file that it is done with, if any.
	File string
}

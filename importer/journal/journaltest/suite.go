// Package journaltest is one suite of tests for every store of a run's journal: what
// importer.Journal and its like promise, whatever keeps it, and that a process that is
// killed leaves a record that tells the truth.
//
// A store's test calls Run, and its TestMain calls Main.
package journaltest

import (
	"context"
	"fmt"
	"iter"
	"os"
	"testing"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/mapping/entity"
)

// Journal is one run's record.
type Journal interface {
	importer.Journal
	pipeline.ResumeStore
	pipeline.RecordedEntries
	importer.Naming

	About() (importer.About, error)
	Ending() (importer.Ending, error)
	Spent() (importer.Spent, error)
	Verify() error
	Begin(spent func() importer.Spent) error
	Finish(importer.Ending) error
	Counts() (map[string]int, error)
	MayWrite() (bool, error)
	SetMayWrite() error
	ForgetOutcomes() error
	AskAgain() error
	Suspicions() ([]importer.Suspicion, error)
	SetSuspicions([]importer.Suspicion) error
	Approval() (importer.Approval, error)
	SetApproval(importer.Approval) error
	Outcomes(ctx context.Context) iter.Seq2[importer.Outcome, error]
	Intents() iter.Seq2[importer.Intent, error]
	UndoEntries(set *entity.Entity, fields []string) iter.Seq2[importer.Entry, error]
	Close() error
}

// Store makes and opens records in folders.
type Store struct {
	Create func(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error
	Open   func(folder string) (Journal, error)
}

type suite struct{ Store }

// Main runs a package's tests, or is the process that a test of the suite kills.
func Main(m *testing.M, store Store) int {
	for variable, work := range map[string]func(Store, string) error{childFolder: holdForever, writerFolder: writeForever} {
		if folder := os.Getenv(variable); folder != "" {
			if err := work(store, folder); err != nil {
				fmt.Println(err)
			}
			return 1
		}
	}
	return m.Run()
}

// Run holds a store against every promise.
func Run(t *testing.T, store Store) {
	s := suite{store}
	for _, test := range []struct {
		name string
		run  func(t *testing.T)
	}{
		{"Open_OneHolderAndKillEndsTheHold", s.openOneHolderAndKillEndsTheHold},
		{"Open_OneHolderInAProcess", s.openOneHolderInAProcess},
		{"Calls_KeepTheHoldWhenTheirContextEnds", s.callsKeepTheHoldWhenTheirContextEnds},
		{"Lookups_EachKeyOnceUntilResolved", s.lookupsEachKeyOnceUntilResolved},
		{"Planned_InInputOrderAndOnlyWhatWouldBeWritten", s.plannedInInputOrderAndOnlyWhatWouldBeWritten},
		{"Meta_KeepsWhatTheRunWasGivenAndHowItEnded", s.metaKeepsWhatTheRunWasGivenAndHowItEnded},
		{"AskAgain_ForgetsOnlyWhatATechnicalErrorEnded", s.askAgainForgetsOnlyWhatATechnicalErrorEnded},
		{"Names_AreKeptWithTheRow", s.namesAreKeptWithTheRow},
		{"Nameless_OnlyFailuresWhoseRecordIsKnown", s.namelessOnlyFailuresWhoseRecordIsKnown},
		{"Name_ANameThatWasReadStays", s.nameANameThatWasReadStays},
		{"Undo_KeepsWhatPeopleCallTheRecord", s.undoKeepsWhatPeopleCallTheRecord},
		{"Record_EveryFieldComesBack", s.recordEveryFieldComesBack},
		{"Record_LaterReplacesEarlier", s.recordLaterReplacesEarlier},
		{"Intend_SettledByItsOutcome", s.intendSettledByItsOutcome},
		{"Outcomes_OrderedAndSuperseded", s.outcomesOrderedAndSuperseded},
		{"Outcomes_MayBeLeftHalfRead", s.outcomesMayBeLeftHalfRead},
		{"Left_TellsWhatIsKnownOfEveryRow", s.leftTellsWhatIsKnownOfEveryRow},
		{"Intend_AgainDropsTheOutcomeThatIsNotTrueAnyMore", s.intendAgainDropsTheOutcomeThatIsNotTrueAnyMore},
		{"Later_ListsWhatLaterSuccessfulRowsSet", s.laterListsWhatLaterSuccessfulRowsSet},
		{"Written_TellsWhichMovesWereTheRunsAlone", s.writtenTellsWhichMovesWereTheRunsAlone},
		{"ForgetOutcomes_LeavesNothingOfThePlan", s.forgetOutcomesLeavesNothingOfThePlan},
		{"TakeUp_SharesTheRowsOfARunOutOverItsStages", s.takeUpSharesTheRowsOfARunOutOverItsStages},
		{"Undo_GivesEachContactOnceInTheOrderOfItsFirstLine", s.undoGivesEachContactOnceInTheOrderOfItsFirstLine},
		{"Undo_FoldsInTheOrderInWhichTheRunWrote", s.undoFoldsInTheOrderInWhichTheRunWrote},
		{"Create_KeepsWhichWritesMayYetLand", s.createKeepsWhichWritesMayYetLand},
		{"Create_KeepsWhatAnUndoPutsBack", s.createKeepsWhatAnUndoPutsBack},
		{"Create_KeepsWhatAnApprovedPlanWrites", s.createKeepsWhatAnApprovedPlanWrites},
		{"Approval_ALaterOneReplacesIt", s.approvalALaterOneReplacesIt},
		{"Kill_LeavesAPrefix", s.killLeavesAPrefix},
		{"Everything_AsTheModelSays", s.everythingAsTheModelSays},
	} {
		t.Run(test.name, test.run)
	}
}

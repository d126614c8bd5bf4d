package importer

// ConflictPolicy is what to do when a contact has moved between read and write.
type ConflictPolicy string

const (
	Merge     ConflictPolicy = "merge"     // keep edits to other fields, refuse to overwrite ours
	Fail      ConflictPolicy = "fail"      // any move is a conflict
	Overwrite ConflictPolicy = "overwrite" // the file wins
)

package importer

// RecordCode is what people call a record that others refer to, with its id.
type RecordCode struct{ ID, Code string }

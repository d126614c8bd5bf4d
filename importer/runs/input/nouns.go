package input

import "bcimport/mapping/entity"

// Nouns are what texts for people call the records that the file is about.
func (in *File) Nouns() entity.Nouns { return in.mapping.Entity.Nouns() }

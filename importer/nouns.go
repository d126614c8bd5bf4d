package importer

import "bcimport/mapping/entity"

// Nouns are what texts for people call the records of the run's set.
func (a About) Nouns() entity.Nouns { return a.Entity.Nouns() }

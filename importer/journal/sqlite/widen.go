package sqlite

import (
	"fmt"

	"bcimport/importer"
)

// addition is a column that journals of this version have got since; an older program
// reads and writes a journal that has it.
type addition struct{ table, column, kind string }

func additions() []addition {
	return []addition{
		{"outcomes", "name", "TEXT NOT NULL DEFAULT ''"},
		{"outcomes", "number", "TEXT NOT NULL DEFAULT ''"},
		{"edits", "name", "TEXT NOT NULL DEFAULT ''"},
		{"edits", "number", "TEXT NOT NULL DEFAULT ''"},
	}
}

// widen gives a journal that an earlier program began the columns that it lacks.
func (f *File) widen() error {
	for _, a := range additions() {
		var there bool
		err := f.db.QueryRow(`SELECT count(*) FROM pragma_table_info(?) WHERE name = ?`, a.table, a.column).Scan(&there)
		if err == nil && !there {
			_, err = f.db.Exec("ALTER TABLE " + a.table + " ADD COLUMN " + a.column + " " + a.kind)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
		}
	}
	return nil
}

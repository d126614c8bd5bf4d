package profile

import "bcimport/mapping/entity"

// The words of a file. A word that is not among them is a programming error that a test
// of every file finds.

func typeOf(w word) entity.Type {
	return among(w, map[word]entity.Type{
		"": entity.Text, "text": entity.Text, "code": entity.Code, "number": entity.Number, "integer": entity.Integer,
		"boolean": entity.Boolean, "date": entity.Date, "datetime": entity.DateTime, "guid": entity.GUID,
		"enumeration": entity.Enumeration,
	})
}

func purposeOf(w word) entity.Purpose {
	return among(w, map[word]entity.Purpose{
		"": entity.Plain, "email": entity.Email, "phone": entity.Phone, "firstName": entity.FirstName, "lastName": entity.LastName,
	})
}

func effectOf(w word) entity.Effect {
	return among(w, map[word]entity.Effect{"": entity.NoEffect, "renames": entity.Renames, "posts": entity.Posts})
}

func storedOf(w word) entity.Stored {
	return among(w, map[word]entity.Stored{"": entity.AsSent, "capitals": entity.Capitals, "without_ends": entity.WithoutEnds})
}

func among[T any](w word, words map[word]T) T {
	value, ok := words[w]
	if !ok {
		panic("unknown word " + string(w))
	}
	return value
}

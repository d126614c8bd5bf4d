// Package words has the words of the page in the languages that it speaks, and writes
// numbers and times as their readers do. The English text is the key of a text: where a
// language has none for it, it is said in English. Start with For.
package words

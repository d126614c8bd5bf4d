// Package columns is the screen on which a person says what the columns of a file mean: it
// makes controls of a mapping file that is worked on, and changes of what the controls say.
// It reads no file and knows no browser. Start with New.
package columns

// Package draft is a mapping file while a person works on it: incomplete at first, changed
// by one choice at a time, and a text all the while. A change touches the lines that it
// concerns and no others, so that comments and whatever else the file holds stay as they are;
// what a change cannot keep it tells. Start with Parse.
//
// What is still to be decided stands in the comments that package proposal writes, and is
// read from them: the text alone says how far the work has come.
package draft

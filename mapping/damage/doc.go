// Package damage recognizes what programs, or people in a hurry, have made of texts: letters
// read in the wrong code page, numbers and dates of spreadsheets, placeholders. It judges
// texts alone and has no words for what it finds.
package damage

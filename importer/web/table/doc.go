// Package table keeps rows that are too many for a page of a browser and shows a part of
// them: sorted by a column, filtered, searched and with ticks. The texts are in temporary
// files, which go with the program; the order of rows and what a search found is in memory,
// a few bytes a row, so that a page of a million rows takes milliseconds and needs no index
// while rows still come. Start with New.
package table

// Package messages says what the core tells of rows in the languages of the page, and calls
// records as Business Central does. In English it is the core that says it. Start with In.
package messages

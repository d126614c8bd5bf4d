// Package faults turns failed answers into faults of the core: a code, a message of one line
// without secrets, and the id that Microsoft's support asks for. It does not decide what a
// fault means for a row. Start with Parse.
package faults

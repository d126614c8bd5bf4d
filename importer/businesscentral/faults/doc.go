// Package faults turns answers that are no success, and requests without one, into the
// core's words: a code, a message of one line that holds no secret, and the id that
// Microsoft's support asks for. What a fault means for a row is not decided here. Start
// with Parse.
package faults

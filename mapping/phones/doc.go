// Package phones compares phone numbers however they are written, and tells what a
// spreadsheet takes off one.
package phones

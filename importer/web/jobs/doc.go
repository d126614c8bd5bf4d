// Package jobs keeps the long work of a server: checks, plans, runs and sign-ins that go on
// when the page that began them is closed, and that are found again. It knows no requests
// and no words. Start with New.
package jobs

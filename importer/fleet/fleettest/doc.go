// Package fleettest tests a fleet as a whole, behind the build tag fleet: workers are
// processes of the real program, Temporal is a real server and the store is azurite, and all
// of them are killed, stopped and cut off while a stand-in for Business Central counts what
// arrives. Nothing is exported. Start with TestMishaps.
package fleettest

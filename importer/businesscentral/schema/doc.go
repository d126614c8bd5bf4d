// Package schema finds out what a record set is: what the $metadata of its root says,
// completed from what is known of the set. It keeps $metadata between runs and decides
// when the service has to be asked. It sends nothing itself. Start at Root.Describe.
package schema

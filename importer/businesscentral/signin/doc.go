// Package signin gets what goes into a request's Authorization header: tokens of an app
// registration, of a person or of an identity in Azure, or what was given once and for
// all. It keeps a token until shortly before its end, and says nothing of secrets in
// errors. Requests are not its business. Start with Credentials and New.
package signin

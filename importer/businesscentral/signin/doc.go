// Package signin provides the value of a request's Authorization header: a token of an app
// registration, of a person or of an identity in Azure, or a fixed value. It keeps a token
// until shortly before it expires. Its errors hold no secrets. It sends no requests but those
// for tokens. Start with Credentials and New.
package signin

// Package entra is the sandbox's own Microsoft Entra: it signs in by client secret,
// certificate, federated token and device code, and issues the tokens that the API asks for.
//
// Start at Service. Nothing here is shared with the client.
package entra

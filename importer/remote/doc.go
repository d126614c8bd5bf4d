// Package remote brings files that lie elsewhere onto this machine's disk: from Azure Blob,
// S3, a server that speaks SFTP, or another folder. It knows nothing of what is in them.
// Start with Fetch, for one file, and with Puller, for all that come into a folder.
package remote

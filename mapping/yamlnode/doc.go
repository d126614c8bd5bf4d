// Package yamlnode walks the nodes of a YAML file, collects every problem with its place,
// and refuses text that the parser would work on for minutes. It is for files of settings
// and knows nothing of what they mean.
package yamlnode

package words

// Mark returns a text as it is. It marks an English text whose words are looked up at
// another place than where it stands, so that it is found and translated.
func Mark(text string) string { return text }

package entity

import (
	"slices"
	"strings"
)

// blankMember is the encoded name of the member without a name, as Business Central
// writes it.
const blankMember = "_x0020_"

// parseMember finds the member that a cell names: by its plain name, its encoded name or a
// caption, first as written and then without case.
func parseMember(cell string, members []Member) (string, *Problem) {
	if i, ok := memberNamed(members, cell); ok {
		return members[i].Name, nil
	}
	for _, matches := range []func(Member, string) bool{Member.isEncoded, Member.isCalled, Member.resembles} {
		found := membersThat(members, func(m Member) bool { return matches(m, cell) })
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return "", problem(UnknownMember, ReasonMemberAmbiguous, append([]string{cell}, found...)...)
		}
	}
	names := membersThat(members, func(m Member) bool { return m.Name != "" })
	return "", problem(UnknownMember, ReasonMemberUnknown, append([]string{cell}, names...)...)
}

// isEncoded reports whether a text is the member's encoded name.
func (m Member) isEncoded(text string) bool {
	return m.Encoded != "" && m.Encoded == text || strings.Contains(text, "_x") && plainName(text) == m.Name
}

func (m Member) isCalled(text string) bool { return slices.Contains(m.Captions, text) }

// resembles reports whether a text is one of the member's names without case and in any
// Unicode form.
func (m Member) resembles(text string) bool {
	text = composed(text)
	return strings.EqualFold(composed(m.Name), text) || strings.EqualFold(m.Encoded, text) ||
		slices.ContainsFunc(m.Captions, func(caption string) bool { return strings.EqualFold(composed(caption), text) })
}

// memberNamed returns the place of the member with a plain name.
func memberNamed(members []Member, name string) (int, bool) {
	i := slices.IndexFunc(members, func(m Member) bool { return m.Name == name })
	return i, i >= 0
}

// membersThat returns the names of members.
func membersThat(members []Member, holds func(Member) bool) []string {
	var names []string
	for i := range members {
		if holds(members[i]) && !slices.Contains(names, members[i].Name) {
			names = append(names, members[i].Name)
		}
	}
	return names
}

// receivedMember returns the plain name of what an answer calls text.
func receivedMember(members []Member, text string) string {
	for i := range members {
		if members[i].Encoded == text && text != "" {
			return members[i].Name
		}
	}
	return plainName(text)
}

// plainName decodes a name; the name of the blank member is empty.
func plainName(text string) string {
	name := DecodeName(text)
	if strings.TrimSpace(name) == "" {
		return ""
	}
	return name
}

// encodedMember returns the encoded name of a member, listed or not.
func encodedMember(members []Member, name string) string {
	if i, ok := memberNamed(members, name); ok && members[i].Encoded != "" {
		return members[i].Encoded
	}
	if name == "" {
		return blankMember
	}
	return EncodeName(name)
}

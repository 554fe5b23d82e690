package main

import (
	"sort"
	"strings"
	"unicode"
)

// Word is a word and how often it stands in a text.
type Word struct {
	Text  string
	Times int
}

// Count gives the most frequent words first, then by the alphabet.
func Count(text string) []Word {
	times := map[string]int{}
	isGap := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(text), isGap) {
		times[word]++
	}
	words := make([]Word, 0, len(times))
	for text, count := range times {
		words = append(words, Word{text, count})
	}
	sort.Slice(words, func(i, j int) bool {
		if words[i].Times != words[j].Times {
			return words[i].Times > words[j].Times
		}
		return words[i].Text < words[j].Text
	})
	return words
}

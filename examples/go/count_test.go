package main

import (
	"reflect"
	"testing"
)

func TestCount(t *testing.T) {
	for text, want := range map[string][]Word{
		"one two TWO": {{"two", 2}, {"one", 1}},
		"b a":         {{"a", 1}, {"b", 1}},
		" ,.\n":       {},
	} {
		if got := Count(text); !reflect.DeepEqual(got, want) {
			t.Errorf("Count(%q) = %v, want %v", text, got, want)
		}
	}
}

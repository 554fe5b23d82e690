// Command words counts the words of its input.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, word := range Count(string(text)) {
		fmt.Println(word.Times, word.Text)
	}
}

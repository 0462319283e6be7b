// The reference of the template engine: renders one case a line with Go's own text/template and sprig.
// Reads JSON objects {template, data, ory, headers}, writes {output}, {output_base64} or {error} for each.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"text/template"
	"time"
	"unicode/utf8"

	"github.com/Masterminds/sprig"

	"sms"
)

// What no case of ours comes near; beyond it the process ends, and the case counts as one that kills Go.
const (
	maxStack = 256 << 20
	maxTime  = 20 * time.Second
)

type testCase struct {
	Template string          `json:"template"`
	Data     json.RawMessage `json:"data"`
	Ory      string          `json:"ory"`
	Headers  http.Header     `json:"headers"`
}

type answer struct {
	Output       *string `json:"output,omitempty"`
	OutputBase64 string  `json:"output_base64,omitempty"`
	Error        string  `json:"error,omitempty"`
}

var functions = sprig.HermeticTxtFuncMap()

func main() {
	debug.SetMaxStack(maxStack)
	input := json.NewDecoder(bufio.NewReader(os.Stdin))
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		var c testCase
		if err := input.Decode(&c); err == io.EOF {
			return
		} else if err != nil {
			fail(err)
		}
		watchdog := time.AfterFunc(maxTime, func() { os.Exit(3) })
		data, err := decode(c)
		if err == nil {
			err = output.Encode(judge(c.Template, data))
		}
		watchdog.Stop()
		if err != nil {
			fail(err)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func judge(source string, data any) answer {
	text, err := render(source, data)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if !utf8.ValidString(text) {
		return answer{OutputBase64: base64.StdEncoding.EncodeToString([]byte(text))}
	}
	return answer{Output: &text}
}

func render(source string, data any) (string, error) {
	t, err := template.New("template").Funcs(functions).Parse(source)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = t.Execute(&text, data)
	return text.String(), err
}

func decode(c testCase) (any, error) {
	data := []byte(c.Data)
	if len(data) == 0 {
		data = []byte("null")
	}
	if c.Ory != "" {
		return sms.Model(c.Ory, data, c.Headers)
	}
	var value any
	err := json.Unmarshal(data, &value)
	return value, err
}

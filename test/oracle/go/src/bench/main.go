// Renders one case over and over with Go's own text/template, and prints how often it came through in a second.
// Arguments: a file with JSON {template, ory, data, output}, and the seconds to go on for.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"text/template"
	"time"

	"github.com/Masterminds/sprig"

	"sms"
)

const batch = 1000

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file, duration string) error {
	seconds, err := strconv.ParseFloat(duration, 64)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var c struct {
		Template, Ory, Output string
		Data                  json.RawMessage
	}
	if err := json.Unmarshal(content, &c); err != nil {
		return err
	}
	model, err := sms.Model(c.Ory, c.Data, nil)
	if err != nil {
		return err
	}
	t, err := template.New("template").Funcs(sprig.HermeticTxtFuncMap()).Parse(c.Template)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := t.Execute(&text, model); err != nil {
		return err
	}
	if text.String() != c.Output {
		return fmt.Errorf("this is not what the case says: %q", text.String())
	}
	renders := 0
	started := time.Now()
	for time.Since(started).Seconds() < seconds {
		for i := 0; i < batch; i++ {
			// a buffer that is kept, which is the fastest that Go can do
			text.Reset()
			if err := t.Execute(&text, model); err != nil {
				return err
			}
		}
		renders += batch
	}
	fmt.Println(float64(renders) / time.Since(started).Seconds())
	return nil
}

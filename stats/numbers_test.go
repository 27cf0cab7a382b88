package stats

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables of docs/numbers.md; run all tests")

const (
	numbersFile = "../docs/numbers.md"
	tablesStart = "<!-- tables: go test ./stats -update -->\n"
	tablesEnd   = "<!-- end of tables -->\n"
)

// tally holds what runOracle counted, by topic.
var tally = map[string]*oracle{}

// row is the line of a topic in the table of comparisons.
func (o *oracle) row(topic string) string {
	skipped := 0
	for _, n := range o.skipped {
		skipped += n
	}
	result := "pass"
	if o.failed {
		result = "fail"
	}
	return fmt.Sprintf("| %s | %d | %d | %d | %s |\n", topic, o.cases, o.compared, skipped, result)
}

// reasons are the lines of a topic in the table of what is not compared.
func (o *oracle) reasons(topic string) (lines []string) {
	for reason, n := range o.skipped {
		lines = append(lines, fmt.Sprintf("| %s | %d | %s |\n", topic, n, strings.ReplaceAll(reason, "|", `\|`)))
	}
	slices.Sort(lines)
	return lines
}

// checkNumbers compares the counts of one topic with what docs/numbers.md says of it.
func checkNumbers(t *testing.T, topic string, o *oracle) {
	t.Helper()
	tally[topic] = o
	if *update {
		return
	}
	data, err := os.ReadFile(numbersFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range append(o.reasons(topic), o.row(topic)) {
		if !strings.Contains(string(data), line) {
			t.Errorf("%s lacks the line, or has it otherwise; run go test ./stats -update:\n%s", numbersFile, line)
		}
	}
}

// TestNumbers says that every topic of the oracle has a row, and no other.
func TestNumbers(t *testing.T) {
	if *update {
		return
	}
	data, err := os.ReadFile(numbersFile)
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(data), tablesStart)
	table, _, _ = strings.Cut(table, "\n\n")
	topics := oracleTopics()
	for _, topic := range topics {
		if !strings.Contains(table, "\n| "+topic+" |") {
			t.Errorf("%s has no row for %s", numbersFile, topic)
		}
	}
	if rows := strings.Count(table, "\n| ") - 1; rows != len(topics) { // one is the sum
		t.Errorf("%s has rows for %d topics, want %d", numbersFile, rows, len(topics))
	}
}

// oracleTopics are the names of the files in testdata/oracle.
func oracleTopics() (topics []string) {
	files, err := filepath.Glob("testdata/oracle/*.json")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		topics = append(topics, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	return topics
}

// writeNumbers rewrites the tables of docs/numbers.md after all tests have run.
func writeNumbers() error {
	topics := oracleTopics()
	sum := oracle{skipped: map[string]int{}}
	var rows, reasons strings.Builder
	for _, topic := range topics {
		o := tally[topic]
		if o == nil {
			return fmt.Errorf("no numbers of %s: -update wants all tests", topic)
		}
		rows.WriteString(o.row(topic))
		for _, line := range o.reasons(topic) {
			reasons.WriteString(line)
		}
		sum.cases += o.cases
		sum.compared += o.compared
		sum.failed = sum.failed || o.failed
		for reason, n := range o.skipped {
			sum.skipped[reason] += n
		}
	}
	data, err := os.ReadFile(numbersFile)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(data), tablesStart)
	_, after, ok2 := strings.Cut(rest, tablesEnd)
	if !ok || !ok2 {
		return fmt.Errorf("%s lacks the comments around its tables", numbersFile)
	}
	tables := "| topic | cases | comparisons | skipped | result |\n|---|--:|--:|--:|---|\n" + rows.String() + sum.row("**all**") +
		"\nSkipped values, with the reason:\n\n| topic | values | reason |\n|---|--:|---|\n" + reasons.String()
	return os.WriteFile(numbersFile, []byte(before+tablesStart+tables+tablesEnd+after), 0o644)
}

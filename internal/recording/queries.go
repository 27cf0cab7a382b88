package recording

import (
	"fmt"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func queriesHeader() []string {
	return []string{"metric", "part", "population", "provider", "query", "failure", "message"}
}

// An answerKey names one row of queries.csv.
type answerKey struct {
	metric, part, population string
}

// A row is one row of queries.csv.
type row struct {
	Answer
	line int
}

// readQueries returns the rows of queries.csv, without their series.
func (r *reader) readQueries(text []byte) []row {
	var rows []row
	lines := map[answerKey]int{}
	r.rows(queriesFile, text, queriesHeader(), func(line int, fields []string) {
		key := answerKey{fields[0], fields[1], fields[2]}
		failure, ok := failureOf(fields[5])
		m := r.layout.metrics[key.metric]
		problem := r.layout.population(key.population)
		switch {
		case m == nil:
			problem = fmt.Sprintf("no metric %q in %s, which has %s", key.metric, analysisFile, r.layout.listed())
		case !isOne(key.part, queryParts(m)):
			problem = fmt.Sprintf("no part %q of %s; its parts are %s", key.part, key.metric, strings.Join(queryParts(m), " and "))
		case problem != "":
		case lines[key] > 0:
			problem = fmt.Sprintf("a second query for %s, after that in line %d; leave one out", join(fields[:3]), lines[key])
		case fields[3] == "" || fields[4] == "":
			problem = "provider and query must not be empty; for series that came with the request leave the file out"
		case !ok:
			problem = fmt.Sprintf("failure %q; leave it empty, or write one of %s", fields[5], strings.Join(failures(), ", "))
		case failure == serinv1.Cause_CAUSE_UNSPECIFIED && fields[6] != "":
			problem = "a message without a failure; name the failure, or leave the message out"
		}
		if problem != "" {
			r.wrong(queriesFile, line, "%s", problem)
		}
		lines[key] = line // also of a wrong row, so that its series are not blamed
		rows = append(rows, row{line: line, Answer: Answer{
			Metric: key.metric, Part: key.part, Population: key.population,
			Provider: fields[3], Query: fields[4], Failure: failure, Message: fields[6],
		}})
	})
	if len(rows) == 0 && len(r.mistakes) == 0 {
		r.wrong(queriesFile, 1, "no query; for series that came with the request leave the file out")
	}
	return rows
}

// failures returns the words for why a query has no answer.
func failures() []string {
	return []string{"query_rejected", "unavailable", "timeout", "too_many_series"}
}

// failureOf returns the cause that a word of queries.csv stands for; none for no word.
func failureOf(word string) (cause serinv1.Cause, ok bool) {
	switch {
	case word == "":
		return serinv1.Cause_CAUSE_UNSPECIFIED, true
	case !isOne(word, failures()):
		return serinv1.Cause_CAUSE_UNSPECIFIED, false
	default:
		return serinv1.Cause(serinv1.Cause_value["CAUSE_"+strings.ToUpper(word)]), true
	}
}

// failureWord returns the word of a cause, empty for none.
func failureWord(cause serinv1.Cause) (word string, ok bool) {
	if cause == serinv1.Cause_CAUSE_UNSPECIFIED {
		return "", true
	}
	word = strings.ToLower(strings.TrimPrefix(cause.String(), "CAUSE_"))
	return word, isOne(word, failures())
}

package collection

// Format is the version of the manifest that is read.
const Format = 1

// An entry is one case of a manifest. What else it holds is for people to read.
type entry struct {
	ID               string   `json:"id"`
	File             string   `json:"file"`
	Source           string   `json:"source"`
	Entity           string   `json:"entity"`
	Metric           string   `json:"metric"`
	Kind             string   `json:"kind"`
	Unit             string   `json:"unit"`
	StepSeconds      *float64 `json:"step_seconds"`
	BadDirection     *string  `json:"bad_direction"`
	Label            string   `json:"label"`
	Design           string   `json:"design"`
	SizeClass        string   `json:"size_class"`
	AffectedFraction *float64 `json:"affected_fraction"`
}

// A listed entry stands in a line of the manifest.
type listed struct {
	entry
	path       string // of the entry, such as pairs[3]
	line       int
	deployment bool
}

// manifest reads the collection that a manifest lists. A case that is wrong keeps none of the others from being checked.
func (r *reader) manifest() (c Collection) {
	name := manifestFile
	if !r.has(name) {
		name += ".gz"
	} else if r.has(name + ".gz") {
		r.wrong(name, 0, "there is a %s.gz too; remove one of them", name)
	}
	text, err := r.file(name)
	if err != nil {
		r.adopt(name, err)
		return c
	}
	entries := (&scanner{reader: r, name: name, text: text}).scan()
	seen := map[string]string{}
	for _, e := range entries {
		if before, twice := seen[e.ID]; twice && e.ID != "" {
			r.wrong(name, e.line, "%s.id: %q is that of %s already", e.path, e.ID, before)
		}
		seen[e.ID] = e.path
		if one, ok := r.listedCase(name, e); ok {
			c.Cases = append(c.Cases, one)
		}
	}
	return c
}

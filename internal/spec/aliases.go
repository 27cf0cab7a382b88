package spec

import "go.yaml.in/yaml/v3"

const (
	// maxAliased is how many nodes the aliases of a text may add to it. A text of a few lines can otherwise stand
	// for billions.
	maxAliased = 10_000
	// maxDepth is how deep a text may be nested; a spec is nested five deep.
	maxDepth = 50
)

// checkSize refuses a text that holds too much once its aliases are followed. After it the nodes can be walked freely.
func (d *decoder) checkSize(root *yaml.Node) bool {
	m := measurer{sizes: map[*yaml.Node]int{}}
	size := m.measure(root)
	switch {
	case m.circular != nil:
		d.put(position(m.circular), "", "the alias *%s stands inside what it is an alias of; write the value out",
			m.circular.Value)
	case size-m.written > maxAliased:
		d.put(position(root), "", "aliases add more than %d values to the text; write out what is meant", maxAliased)
	default:
		if deep := tooDeep(root, maxDepth); deep != nil {
			d.put(position(deep), "", "nested more than %d deep; no field lies so deep", maxDepth)
		}
	}
	return len(d.mistakes) == 0
}

// A measurer counts nodes.
type measurer struct {
	sizes    map[*yaml.Node]int // with aliases followed; 0 while a node is being measured
	written  int                // nodes of the text itself
	circular *yaml.Node         // alias that stands inside its own anchor
}

// measure returns how many nodes a node stands for, or just more than the limit.
func (m *measurer) measure(node *yaml.Node) int {
	m.written++
	if node.Kind == yaml.AliasNode {
		size := m.sizes[node.Alias] // an anchor stands before its aliases
		if size == 0 {
			m.circular = node
		}
		return size
	}
	if node.Anchor != "" {
		m.sizes[node] = 0
	}
	size := 1
	for _, child := range node.Content {
		size = min(size+m.measure(child), maxText+maxAliased+1)
	}
	if node.Anchor != "" {
		m.sizes[node] = size
	}
	return size
}

// tooDeep returns the first node below the given number of levels.
func tooDeep(node *yaml.Node, levels int) *yaml.Node {
	if levels == 0 {
		return node
	}
	for _, child := range target(node).Content {
		if deep := tooDeep(child, levels-1); deep != nil {
			return deep
		}
	}
	return nil
}

// target returns the node that an alias stands for, and any other node itself.
func target(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

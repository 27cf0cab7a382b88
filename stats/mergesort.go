package stats

// mergeSort sorts keys ascending, with scratch of the same length.
//
// A comparison of unpredictable values is mispredicted half of the time, which costs more than ten of the steps below. So
// nothing here branches on a key: keys are sorted in eights by a network, and merged from both ends at once.
func mergeSort(keys, scratch []uint64) {
	if len(keys) <= networkSize {
		sortNetwork(keys, keys)
		return
	}
	half := (len(keys) + 1) / 2
	mergeSortInto(scratch[:half], keys[:half])
	mergeSortInto(scratch[half:], keys[half:])
	merge(keys, scratch[:half], scratch[half:])
}

// mergeSortInto puts keys into sorted, ascending, and uses keys as scratch.
func mergeSortInto(sorted, keys []uint64) {
	if len(keys) <= networkSize {
		sortNetwork(sorted, keys)
		return
	}
	half := (len(keys) + 1) / 2
	mergeSort(keys[:half], sorted[:half])
	mergeSort(keys[half:], sorted[half:])
	merge(sorted, keys[:half], keys[half:])
}

// merge puts two ascending slices, of which a may be longer by one, in ascending order into merged.
//
// It takes the least of what is left and the largest in turn, as often as b has keys, so that no slice can run out; the two
// chains of dependent instructions overlap. If a is longer, one key is left in the middle.
func merge(merged, a, b []uint64) {
	first, second := 0, 0
	lastOfA, lastOfB, last := len(a)-1, len(b)-1, len(merged)-1
	for k := range b {
		x, y := a[first], b[second]
		merged[k] = min(x, y)
		fromB := one(y < x)
		first, second = first+1-fromB, second+fromB

		x, y = a[lastOfA], b[lastOfB]
		merged[last-k] = max(x, y)
		fromA := one(y < x)
		lastOfA, lastOfB = lastOfA-fromA, lastOfB-1+fromA
	}
	switch {
	case len(a) == len(b):
	case first <= lastOfA:
		merged[len(b)] = a[first]
	default:
		merged[len(b)] = b[second]
	}
}

// networkSize is how many keys sortNetwork can sort.
const networkSize = 8

// sortNetwork puts at most eight keys in ascending order into sorted, which may be keys itself, by the shortest network
// for eight keys, of 19 exchanges: Knuth (1998), "The Art of Computer Programming" 3, section 5.3.4.
func sortNetwork(sorted, keys []uint64) {
	const none = ^uint64(0) // no key is above it
	room := [networkSize]uint64{none, none, none, none, none, none, none, none}
	copy(room[:], keys)
	a, b, c, d, e, f, g, h := room[0], room[1], room[2], room[3], room[4], room[5], room[6], room[7]
	a, b = min(a, b), max(a, b)
	c, d = min(c, d), max(c, d)
	e, f = min(e, f), max(e, f)
	g, h = min(g, h), max(g, h)
	a, c = min(a, c), max(a, c)
	b, d = min(b, d), max(b, d)
	e, g = min(e, g), max(e, g)
	f, h = min(f, h), max(f, h)
	b, c = min(b, c), max(b, c)
	f, g = min(f, g), max(f, g)
	a, e = min(a, e), max(a, e)
	d, h = min(d, h), max(d, h)
	b, f = min(b, f), max(b, f)
	c, g = min(c, g), max(c, g)
	b, e = min(b, e), max(b, e)
	d, g = min(d, g), max(d, g)
	c, e = min(c, e), max(c, e)
	d, f = min(d, f), max(d, f)
	d, e = min(d, e), max(d, e)
	room = [networkSize]uint64{a, b, c, d, e, f, g, h}
	copy(sorted, room[:len(keys)])
}

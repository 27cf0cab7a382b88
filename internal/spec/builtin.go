package spec

// The variables that serin gives their values: the length of a step, and of the window.
const (
	variableStep   = "step"
	variableWindow = "window"
)

func isBuiltIn(variable string) bool {
	return variable == variableStep || variable == variableWindow
}

package main

// version is that of the program. What it concludes from the same data has a version of its own, engine.Version, which most releases
// leave as it is.
const version = "0.1.0"

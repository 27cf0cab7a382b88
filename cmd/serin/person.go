package main

import (
	"os/user"

	"github.com/spf13/cobra"
)

// addWho adds the flag that names the person or program who decides something.
func addWho(command *cobra.Command, who *string) {
	command.Flags().StringVar(who, "who", userName(), "name of the person or program that does this")
}

// userName is the name of who runs this; empty when the system does not know it.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

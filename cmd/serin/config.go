package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// configHelp is the help of the flag --config, wherever it is.
const configHelp = "file that names the providers and sets limits; without it the one provider is recorded, from what is built in"

func (a *app) configCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Check a configuration",
	}
	command.AddCommand(a.configValidateCommand())
	return command
}

func (a *app) configValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE...",
		Short: "Name every mistake of a configuration, with its line",
		Long: `validate reads configurations as serve does, secrets and recordings included, without starting anything, asking a
provider or opening the store. What it calls valid starts, where the address is free and the store can be opened.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			status := exitPromote
			for _, file := range files {
				s, err := loadSetup(file)
				if err != nil {
					fmt.Fprintln(a.stderr, err)
					status = exitNoAnswer
					continue
				}
				fmt.Fprintf(a.stdout, "%s: valid; providers: %d\n", file, len(s.Providers))
			}
			return verdict(status)
		},
	}
}

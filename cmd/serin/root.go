package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// rootCommand is the tree of all commands.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "serin",
		Short: "Judge a canary: promote, pause or abort",
		Long: `serin compares the metrics of a canary, the new version on trial, with those of the baseline, the version in
service, and says whether to promote, pause or abort the rollout, and why.

Exit status of the commands that judge: 0 promote, 1 abort, 2 pause, 3 no answer.`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	addGroup(root, "Judge", a.demoCommand(), a.analyzeCommand(), a.replayCommand(), a.backtestCommand())
	addGroup(root, "Runs of a server", a.watchCommand(), a.getCommand(), a.listCommand(), a.cancelCommand(), a.overrideCommand())
	addGroup(root, "Prepare and serve", a.specCommand(), a.configCommand(), a.migrateCommand(), a.serveCommand())
	showUsage(root)
	return root
}

// refuseUnknown lets a command that is nothing but others refuse one that it does not have: a mistyped validate must not pass for
// a valid spec.
func refuseUnknown(command *cobra.Command) {
	command.Args = func(command *cobra.Command, args []string) error {
		if len(args) > 0 {
			return fmt.Errorf("unknown command %q; see %s --help", args[0], command.CommandPath())
		}
		return nil
	}
	command.DisableFlagsInUseLine = true
	command.RunE = func(command *cobra.Command, _ []string) error { return command.Help() }
}

// showUsage lets every command that is given too many or too few names say how it is written.
func showUsage(command *cobra.Command) {
	if check := command.Args; check != nil && !command.HasSubCommands() {
		command.Args = func(command *cobra.Command, args []string) error {
			if err := check(command, args); err != nil {
				return fmt.Errorf("%w; write %s", err, command.UseLine())
			}
			return nil
		}
	}
	for _, sub := range command.Commands() {
		showUsage(sub)
	}
}

// addGroup adds commands that the help shows together, under a title.
func addGroup(root *cobra.Command, title string, commands ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: title, Title: title + ":"})
	for _, command := range commands {
		command.GroupID = title
		if command.HasSubCommands() {
			refuseUnknown(command)
		}
		root.AddCommand(command)
	}
}

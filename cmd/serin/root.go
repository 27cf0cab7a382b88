package main

import (
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
	root.AddCommand(a.demoCommand(), a.serveCommand(), a.analyzeCommand(), a.watchCommand(), a.getCommand(), a.listCommand(),
		a.cancelCommand(), a.overrideCommand(), a.replayCommand(), a.backtestCommand(), a.specCommand(), a.configCommand(),
		a.migrateCommand())
	return root
}

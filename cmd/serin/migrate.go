package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/serin-canary/serin/internal/config"
	"github.com/serin-canary/serin/internal/store"
)

func (a *app) migrateCommand() *cobra.Command {
	var file string
	command := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the tables of a store to this version",
		Long: `migrate makes the tables of the store that a configuration names, or brings them to the version that this serin needs. serve does so by
itself, unless it is told --no-migrate. There is no way back: keep a backup.`,
		Example: `  serin migrate --config serin.yaml`,
		Args:    cobra.NoArgs,
		RunE:    func(command *cobra.Command, _ []string) error { return a.migrate(command.Context(), file) },
	}
	command.Flags().StringVar(&file, "config", "", configHelp)
	return command
}

func (a *app) migrate(ctx context.Context, file string) error {
	s, err := loadSetup(file)
	if err != nil {
		return err
	}
	kept, err := openStore(ctx, s.Store, store.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return fmt.Errorf("cannot open the store: %w", err)
	}
	if kept == nil {
		return fmt.Errorf("the configuration has no store, and so no tables; name one with store")
	}
	from, to := kept.Migrated()
	did := fmt.Sprintf("tables brought from version %d to version %d", from, to)
	switch from {
	case to:
		did = fmt.Sprintf("tables are up to date, version %d", to)
	case 0:
		did = fmt.Sprintf("tables made, version %d", to)
	}
	fmt.Fprintf(a.stdout, "%s: %s\n", storeName(s.Store), did)
	return kept.Close()
}

// storeName is what a store is called, without its secrets.
func storeName(c config.Store) string {
	if file, ok := c.Backend.(config.SQLite); ok {
		return "store " + file.Path
	}
	return "store in PostgreSQL"
}

package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// maxAnswer is how many bytes of an answer are read: all looks of a long run are much.
const maxAnswer = 256 << 20

// remoteFlags are the options of the commands that ask a server.
type remoteFlags struct {
	server  string
	timeout time.Duration
}

func (f *remoteFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.server, "server", defaultListen, "address of the serin server to ask")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "how long the server may take to answer")
}

// A remote is a server to ask.
type remote struct {
	remoteFlags
	connection *grpc.ClientConn
	analyses   serinv1.AnalysisServiceClient
	specs      serinv1.SpecServiceClient
}

// open prepares to ask a server; whether one is there shows when it is asked.
func (f remoteFlags) open() (*remote, error) {
	connection, err := dial(f.server)
	if err != nil {
		return nil, fmt.Errorf("--server %q: %w; write host:port", f.server, err)
	}
	return &remote{f, connection, serinv1.NewAnalysisServiceClient(connection), serinv1.NewSpecServiceClient(connection)}, nil
}

// close ends the connection, when all calls are over.
func (r *remote) close() { _ = r.connection.Close() }

func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)))
}

// call asks a server one thing.
func call[Q, A any](ctx context.Context, r *remote, method func(context.Context, Q, ...grpc.CallOption) (A, error), request Q) (A, error) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	answer, err := method(ctx, request)
	return answer, r.refused(err)
}

// refused says what a server, or the way to it, has against a call.
func (r *remote) refused(err error) error {
	if err == nil {
		return nil
	}
	return refusal{r.server, err}
}

// A refusal is the error of a call: which server, its code, and its words.
type refusal struct {
	address string
	cause   error
}

func (r refusal) Error() string {
	s := status.Convert(r.cause)
	code := capitals.ReplaceAllStringFunc(s.Code().String(), func(c string) string { return " " + strings.ToLower(c) })[1:]
	said := s.Message()
	switch {
	case s.Code() == codes.DeadlineExceeded && said == context.DeadlineExceeded.Error():
		said = "no answer in time; a longer --timeout may help"
	case dialing.MatchString(said):
		said = dialing.FindStringSubmatch(said)[1] + "; is `serin serve` running there?"
	default:
		said = strings.TrimPrefix(said, code+": ")
	}
	return fmt.Sprintf("the server at %s: %s: %s", r.address, code, said)
}

var (
	// capitals begin the words of a code, such as NotFound.
	capitals = regexp.MustCompile(`[A-Z]`)
	// dialing is what gRPC says when nobody listens; what matters of it is in the middle.
	dialing = regexp.MustCompile(`^connection error: desc = "transport: Error while dialing: (.*)"$`)
)

func (r refusal) Unwrap() error { return r.cause }

// ask opens a server for one command, and closes it after.
func (f remoteFlags) ask(do func(*remote) error) error {
	server, err := f.open()
	if err != nil {
		return err
	}
	defer server.close()
	return do(server)
}

// also names the server in a command that a person is told to use next, unless it is the usual one.
func (f remoteFlags) also() string {
	if f.server == defaultListen {
		return ""
	}
	return " --server " + f.server
}

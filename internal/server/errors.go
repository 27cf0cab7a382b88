package server

import (
	"context"
	"errors"
	"log/slog"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/judge"
)

// toStatus is the one table that turns errors of the domain into codes. What it does not know is internal: the caller
// learns no more than that, and the log has the cause.
func toStatus(err error) *status.Status {
	var mistakes spec.Mistakes
	switch {
	case errors.As(err, &mistakes):
		return badRequest(mistakes)
	case errors.Is(err, judge.ErrPlan):
		return status.New(codes.InvalidArgument, err.Error())
	case errors.Is(err, engine.ErrLimit):
		return status.New(codes.ResourceExhausted, err.Error())
	case errors.Is(err, store.ErrNotFound):
		return status.New(codes.NotFound, err.Error())
	case errors.Is(err, store.ErrConflict):
		return status.New(codes.AlreadyExists, err.Error())
	case errors.Is(err, run.ErrOver), errors.Is(err, errNoStore):
		return status.New(codes.FailedPrecondition, err.Error())
	case errors.Is(err, errLeaving):
		return status.New(codes.Unavailable, err.Error()+"; ask again, a stream with its last resume_token")
	case errors.Is(err, store.ErrUnavailable):
		return status.New(codes.Unavailable, "the store does not answer, or cannot write; the server's log says why, and trying again may help")
	case errors.Is(err, store.ErrDamaged):
		return status.New(codes.DataLoss, "the store is damaged; the server's log says how")
	case errors.Is(err, context.Canceled):
		return status.New(codes.Canceled, "the caller gave up")
	case errors.Is(err, context.DeadlineExceeded):
		return status.New(codes.DeadlineExceeded, "the deadline passed before there was an answer")
	default:
		return status.New(codes.Internal, "internal error")
	}
}

// badRequest names every mistake, for people in the message and for programs in the details.
func badRequest(mistakes spec.Mistakes) *status.Status {
	s := status.New(codes.InvalidArgument, mistakes.Error())
	details := &errdetails.BadRequest{}
	for _, m := range mistakes {
		details.FieldViolations = append(details.FieldViolations, &errdetails.BadRequest_FieldViolation{
			Field: m.Field, Description: m.Problem,
		})
	}
	if with, err := s.WithDetails(details); err == nil {
		return with
	}
	return s
}

// errorTable is the interceptor that applies the table to calls.
func errorTable(log *slog.Logger) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		response, err := handler(ctx, request)
		if err != nil {
			return nil, statusError(ctx, log, info.FullMethod, err)
		}
		return response, nil
	}
}

// streamErrorTable is the same for streams.
func streamErrorTable(log *slog.Logger) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		return statusError(stream.Context(), log, info.FullMethod, handler(server, stream))
	}
}

// statusError applies the table to an error, and logs the cause of whatever it hides. Statuses that grpc itself made pass
// unchanged.
func statusError(ctx context.Context, log *slog.Logger, method string, err error) error {
	if err == nil {
		return nil
	}
	if _, isStatus := status.FromError(err); isStatus {
		return err
	}
	s := toStatus(err)
	switch s.Code() {
	case codes.Internal, codes.Unavailable, codes.DataLoss:
		if errors.Is(err, errLeaving) {
			break // nothing is wrong, and nothing is hidden
		}
		log.ErrorContext(ctx, "error", "method", method, "code", s.Code(), "cause", err)
	}
	return s.Err()
}

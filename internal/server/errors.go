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
	"github.com/serin-canary/serin/internal/spec"
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

// errorTable is the interceptor that applies the table and logs the cause of whatever it hides. Statuses that grpc
// itself made pass unchanged.
func errorTable(log *slog.Logger) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		response, err := handler(ctx, request)
		if err == nil {
			return response, nil
		}
		if _, isStatus := status.FromError(err); isStatus {
			return nil, err
		}
		s := toStatus(err)
		if s.Code() == codes.Internal {
			log.ErrorContext(ctx, "internal error", "method", info.FullMethod, "cause", err)
		}
		return nil, s.Err()
	}
}

module github.com/serin-canary/serin/bench

go 1.26.8

replace github.com/serin-canary/serin => ../

require (
	github.com/serin-canary/serin v0.0.0-00010101000000-000000000000
	google.golang.org/grpc v1.85.0
	google.golang.org/protobuf v1.36.12
)

require (
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261005182115-fad411399dd8 // indirect
)

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794
	gonum.org/v1/gonum v0.17.0 // indirect
)

// goose asks for a version of it that module proxies do not all have; with this the one before is taken.
exclude golang.org/x/exp v0.0.0-20261011100332-faecfb24eb49

module github.com/serin-canary/serin/bench

go 1.26.8

replace github.com/serin-canary/serin => ../

require github.com/serin-canary/serin v0.0.0-00010101000000-000000000000

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794
	gonum.org/v1/gonum v0.17.0 // indirect
)

package config

import (
	"net"
	"strconv"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// listen: addresses that a server can listen on.
func (c *checker) listen(l *configv1.Listen, config *Config) {
	if l == nil || l.Grpc == nil {
		return
	}
	if config.GRPC = l.GetGrpc(); !isListenAddress(config.GRPC) {
		c.add("listen.grpc", "%q is no address to listen on; write host:port, such as 127.0.0.1:7374", shorten(config.GRPC))
	}
}

// isListenAddress says that text is a host, which may be left out, and the number of a port.
func isListenAddress(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil && isMadeOf(host, letters+digits+"_.-:%")
}

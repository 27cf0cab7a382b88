//go:build !linux

package serin

import "syscall"

func attributes() *syscall.SysProcAttr { return nil }

package config

import (
	"errors"
	"io/fs"
	"strings"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// secret: a file or variable that is there. It returns the secret, an empty one after a mistake.
func (c *checker) secret(path string, s *configv1.Secret) Secret {
	switch source := s.GetSource().(type) {
	case *configv1.Secret_File:
		return c.secretFile(join(path, "file"), source.File)
	case *configv1.Secret_Env:
		return c.secretVariable(join(path, "env"), source.Env)
	}
	if s != nil {
		c.add(path, "required: where the secret stands: {file: PATH} or {env: NAME}")
	}
	return Secret{}
}

func (c *checker) secretFile(path, name string) Secret {
	if name = c.path(path, name); name == "" {
		return Secret{}
	}
	text, err := c.source.ReadFile(name)
	if err != nil {
		c.add(path, "cannot read %s: %v; put the secret there, or mend the path", name, cause(err))
		return Secret{}
	}
	return c.secretText(path, string(text))
}

func (c *checker) secretVariable(path, name string) Secret {
	if !isVariable(name) {
		c.add(path, "must be the name of an environment variable, such as PROMETHEUS_TOKEN: without $, and never the secret itself")
		return Secret{}
	}
	text, ok := c.source.LookupEnv(name)
	if !ok {
		c.add(path, "the environment variable %s is not set; set it where serin starts", shorten(name))
		return Secret{}
	}
	return c.secretText(path, text)
}

// secretText takes one line break off the end, which editors and echo leave there.
func (c *checker) secretText(path, text string) Secret {
	text, ended := strings.CutSuffix(text, "\n")
	if ended {
		text = strings.TrimSuffix(text, "\r")
	}
	if text == "" {
		c.add(path, "the secret is empty; put it there, or leave the field out")
		return Secret{}
	}
	return NewSecret(text)
}

// oneLine is for secrets that become a part of a header.
func (c *checker) oneLine(path string, s *configv1.Secret) Secret {
	secret := c.secret(path, s)
	if !isOneLine(secret.Reveal()) {
		c.add(path, "the secret has a line break or another control character in it; a header is one line of text")
	}
	return secret
}

// path: a name of a file, which is relative to the folder of the configuration.
func (c *checker) path(path, name string) string {
	switch {
	case name == "":
		c.add(path, "required: a path")
		return ""
	case !isOneLine(name):
		// A key in place of its path, for one: it is not repeated.
		c.add(path, "is no path: it has line breaks or other control characters; write where the file is, not what is in it")
		return ""
	default:
		return c.source.inFolder(name)
	}
}

// cause returns what kept a file from being read, without the name of the file, which is known.
func cause(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

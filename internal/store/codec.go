package store

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/proto"
)

// A codec turns messages into bytes, and compresses those of looks. It is safe for concurrent use.
type codec struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newCodec() (codec, error) {
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		return codec{}, err
	}
	decoder, err := zstd.NewReader(nil)
	return codec{encoder, decoder}, err
}

// pack is a message as bytes, compressed.
func (c codec) pack(m proto.Message) ([]byte, error) {
	text, err := encode(m)
	return c.encoder.EncodeAll(text, nil), err
}

// unpack reads what pack made.
func (c codec) unpack(packed []byte, m proto.Message) error {
	text, err := c.decoder.DecodeAll(packed, nil)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return decode(text, m)
}

// encode is a message as bytes, the same ones for the same message.
func encode(m proto.Message) ([]byte, error) {
	return proto.MarshalOptions{Deterministic: true}.Marshal(m)
}

// decode reads what encode made.
func decode(text []byte, m proto.Message) error {
	if err := proto.Unmarshal(text, m); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

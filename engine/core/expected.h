// A value or the reason why there is none: the return type of everything that can fail.
#pragma once

#include "engine/core/failure.h"

#include <tl/expected.hpp>

namespace gantry {

template <class T>
using Expected = tl::expected<T, Failure>;

inline tl::unexpected<Failure> fail(Failure failure)
{
    return tl::unexpected<Failure>(std::move(failure));
}

inline tl::unexpected<Failure> fail(FailureKind kind, QString message)
{
    return tl::unexpected<Failure>(Failure{kind, std::move(message), {}, 0});
}

} // namespace gantry

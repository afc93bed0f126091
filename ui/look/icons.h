// The program's own icons, drawn in the colours of the palette.
#pragma once

#include <QIcon>

namespace gantry {

enum class Glyph {
    AddFiles,
    AddFolder,
    Pause,
    Resume,
    Retry,
    Cancel,
    Remove,
    Destination,
    Search,
    Settings,
    Undo,
    Close,
    All,
    Active,
    Waiting,
    Paused,
    NeedsYou,
    Failed,
    Done,
    Cancelled,
    Offline,
    Online,
    Busy,
    Warning,
    Info,
    Check,
    Skip,
    Copy,
    Up,
    Down,
    Details,
    Service,
    StartOver,
    Edit,
    Test,
};

// Follows the palette of the application: also after a change of theme, for icons taken before. Normal,
// disabled and selected (highlighted text colour) modes; crisp at any device pixel ratio. Mirrored in
// right-to-left where the shape has a direction.
QIcon icon(Glyph glyph);

} // namespace gantry

// What is known of the S3 stores that people use: how to reach them, and what they do not take. Pure; any
// thread.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/planning/chunk_planner.h"

#include <QList>
#include <QString>

namespace gantry::s3 {

inline const QString fieldPreset = QStringLiteral("preset");
inline const QString fieldAccount = QStringLiteral("account");
inline const QString fieldMinPart = QStringLiteral("min_part_size");

// What is usual there; the settings may say otherwise.
enum class AddressingStyle {
    Path,        // what nobody is known to need otherwise
    VirtualHost, // but for a dotted bucket, whose name no certificate covers
};

struct Preset
{
    QString name;        // value of the field "preset"; stable
    QString displayName; // source text for people
    QString endpoint{}; // {region} and {account} stand for the settings'; empty: the settings have to name it
    QString hostSuffix{}; // tells the store where no preset is chosen; empty: none does
    QString region{};     // where the settings have none; empty: as the store says
    AddressingStyle style = AddressingStyle::Path;
    bool mayHaveChecksums = true; // false: known to have none, or to fail when asked for them
    bool isSetUpByPeople = false; // they may have changed its limits
    bool isKnown = true;          // false: any store at all, so people are asked for the style
    PlanBounds bounds{};
};

// In the order in which people are to be offered them; the last is what is meant where none is chosen.
const QList<Preset> &presets();

// The chosen one; where that is none or the last, the one whose host the endpoint names; else the last.
const Preset &presetOf(const DestinationSettings &settings);

// The field's choices, each with the fields that it asks for.
SettingsField presetField();
SettingsField accountField();
SettingsField minPartField();

// The preset's, and where the store is one that people set up themselves, their word on its smallest part.
PlanBounds boundsOf(const DestinationSettings &settings);

// The settings' endpoint, or the preset's with its gaps filled. Empty: neither says.
QString endpointOf(const DestinationSettings &settings);

// Checks what the preset's endpoint is made of.
Expected<void> validatePreset(const DestinationSettings &settings);

} // namespace gantry::s3

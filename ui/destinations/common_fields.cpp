#include "ui/destinations/common_fields.h"

#include "ui/destinations/path_edit.h"
#include "ui/settings/field_row.h"
#include "ui/text/upload_words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

constexpr int mostAtOnce = 64; // as for the command line
constexpr qint64 kibibyte = 1024;
constexpr qint64 mebibyte = 1024 * kibibyte;
constexpr qint64 gibibyte = 1024 * mebibyte;

QSpinBox *countBox(int value)
{
    auto *box = new QSpinBox;
    box->setRange(1, std::max(mostAtOnce, value));
    box->setValue(value);
    box->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    return box;
}

} // namespace

CommonFields::CommonFields(const DestinationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton)
    , m_body(new QWidget)
    , m_parts(countBox(settings.partsInFlight))
    , m_connections(countBox(settings.connectionLimit))
    , m_caFile(new PathEdit)
    , m_verify(new QComboBox)
{
    m_fold->setAutoRaise(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_fold, &QToolButton::clicked, this, [this] { setUnfolded(m_body->isHidden()); });

    m_partRow = new FieldRow(tr("Part si&ze"), partSizeEditor(settings.partSize),
                             tr("Left empty, it follows the size of the file, which is right for most "
                                "destinations. Uploads that have begun keep theirs."));
    m_partRow->setFocusField(m_partSize);
    auto *parts = new FieldRow(tr("&Parts of one file at once"), m_parts);
    auto *connections = new FieldRow(tr("C&onnections to this destination"), m_connections,
                                     tr("In all, for all files together."));
    m_caFile->setPath(settings.caFile);
    m_caRow = new FieldRow(tr("Certificates (&PEM file)"), m_caFile,
                           tr("Trusted beside the system's, for a server with a certificate of its own."));
    m_caRow->setFocusField(m_caFile->field());
    for (const VerifyMode mode : {VerifyMode::Automatic, VerifyMode::Fast, VerifyMode::Full})
        m_verify->addItem(verifyModeText(mode), static_cast<int>(mode));
    m_verify->setCurrentIndex(m_verify->findData(static_cast<int>(settings.verify)));
    m_verify->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *verify = new FieldRow(tr("Checking of stored parts on &resume"), m_verify);

    const int line = fontMetrics().height();
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(line * 3 / 4);
    body->addWidget(m_partRow);
    body->addWidget(parts);
    body->addWidget(connections);
    body->addWidget(m_caRow);
    body->addWidget(verify);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_fold, 0, Qt::AlignLeading);
    column->addWidget(m_body);

    m_partSize->setObjectName(QStringLiteral("part_size"));
    m_partUnit->setObjectName(QStringLiteral("part_unit"));
    m_parts->setObjectName(QStringLiteral("parts"));
    m_connections->setObjectName(QStringLiteral("connections"));
    m_caFile->setObjectName(QStringLiteral("ca_file"));
    m_verify->setObjectName(QStringLiteral("verify"));
    connect(m_partSize, &QLineEdit::textChanged, this, &CommonFields::edited);
    connect(m_partUnit, &QComboBox::currentIndexChanged, this, &CommonFields::edited);
    connect(m_parts, &QSpinBox::valueChanged, this, &CommonFields::edited);
    connect(m_connections, &QSpinBox::valueChanged, this, &CommonFields::edited);
    connect(m_caFile, &PathEdit::edited, this, &CommonFields::edited);
    connect(m_verify, &QComboBox::currentIndexChanged, this, &CommonFields::edited);
    setUnfolded(false);
}

QWidget *CommonFields::partSizeEditor(std::optional<qint64> bytes)
{
    m_partSize = new QLineEdit;
    m_partSize->setPlaceholderText(tr("Automatic", "part size"));
    m_partSize->setMaxLength(20);
    m_partUnit = new QComboBox;
    m_partUnit->setAccessibleName(tr("Unit of the part size"));
    m_partUnit->addItem(tr("GiB", "2^30 bytes"), gibibyte);
    m_partUnit->addItem(tr("MiB", "2^20 bytes"), mebibyte);
    m_partUnit->addItem(tr("KiB", "2^10 bytes"), kibibyte);
    m_partUnit->addItem(tr("bytes", "unit"), qint64(1));
    int unit = 1;
    if (bytes) {
        // The largest unit in which it is a whole number: what was set is what is shown.
        for (unit = 0; *bytes % m_partUnit->itemData(unit).toLongLong() != 0;)
            ++unit;
        m_partSize->setText(QLocale().toString(*bytes / m_partUnit->itemData(unit).toLongLong()));
    }
    m_partUnit->setCurrentIndex(unit);

    auto *editor = new QWidget;
    auto *line = new QHBoxLayout(editor);
    line->setContentsMargins(0, 0, 0, 0);
    m_partSize->setMaximumWidth(24 * fontMetrics().averageCharWidth());
    line->addWidget(m_partSize);
    line->addWidget(m_partUnit);
    line->addStretch();
    return editor;
}

std::optional<qint64> CommonFields::partSize() const
{
    bool isNumber = false;
    const qint64 count = QLocale().toLongLong(m_partSize->text().trimmed(), &isNumber);
    const qint64 unit = m_partUnit->currentData().toLongLong();
    if (!isNumber || count < 1 || count > std::numeric_limits<qint64>::max() / unit)
        return std::nullopt;
    return count * unit;
}

QString CommonFields::partSizeProblem() const
{
    return m_partSize->text().trimmed().isEmpty() || partSize()
               ? QString()
               : tr("Give a whole number, or leave it empty.");
}

void CommonFields::writeTo(DestinationSettings &settings) const
{
    settings.partSize = partSize();
    settings.partsInFlight = m_parts->value();
    settings.connectionLimit = m_connections->value();
    settings.caFile = m_caFile->path();
    settings.verify = static_cast<VerifyMode>(m_verify->currentData().toInt());
}

FieldRow *CommonFields::check()
{
    m_partRow->setProblem(partSizeProblem());
    m_caRow->setProblem(PathEdit::problemOf(m_caFile->path()));
    for (FieldRow *row : {m_partRow, m_caRow}) {
        if (!row->problem().isEmpty()) {
            setUnfolded(true);
            return row;
        }
    }
    return nullptr;
}

void CommonFields::clearProblems()
{
    m_partRow->setProblem({});
    m_caRow->setProblem({});
}

void CommonFields::setUnfolded(bool unfolded)
{
    m_fold->setText(unfolded ? tr("Fewer settings") : tr("More settings"));
    m_fold->setArrowType(unfolded ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    m_body->setVisible(unfolded);
}

} // namespace gantry

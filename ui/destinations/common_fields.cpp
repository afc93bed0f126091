#include "ui/destinations/common_fields.h"

#include "ui/destinations/path_edit.h"
#include "ui/destinations/size_edit.h"
#include "ui/settings/field_row.h"
#include "ui/text/upload_words.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gantry {
namespace {

constexpr int mostAtOnce = 64; // as for the command line

QSpinBox *countBox(int value)
{
    auto *box = new QSpinBox;
    box->setRange(1, std::max(mostAtOnce, value));
    box->setValue(value);
    box->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    return box;
}

} // namespace

CommonFields::CommonFields(const DestinationSettings &settings, QWidget *limits, QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton)
    , m_body(new QWidget)
    , m_partSize(new SizeEdit(settings.partSize))
    , m_parts(countBox(settings.partsInFlight))
    , m_connections(countBox(settings.connectionLimit))
    , m_caFile(new PathEdit)
    , m_verify(new QComboBox)
{
    m_fold->setAutoRaise(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_fold, &QToolButton::clicked, this, [this] { setUnfolded(m_body->isHidden()); });

    m_partSize->number()->setPlaceholderText(tr("Automatic", "part size"));
    m_partSize->unit()->setAccessibleName(tr("Unit of the part size"));
    m_partRow = new FieldRow(tr("Part si&ze"), m_partSize,
                             tr("Left empty, it follows the size of the file, which is right for most "
                                "destinations. Uploads that have begun keep theirs."));
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
    body->addWidget(limits);
    body->addWidget(parts);
    body->addWidget(connections);
    body->addWidget(m_caRow);
    body->addWidget(verify);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_fold, 0, Qt::AlignLeading);
    column->addWidget(m_body);

    m_partSize->number()->setObjectName(QStringLiteral("part_size"));
    m_partSize->unit()->setObjectName(QStringLiteral("part_unit"));
    m_parts->setObjectName(QStringLiteral("parts"));
    m_connections->setObjectName(QStringLiteral("connections"));
    m_caFile->setObjectName(QStringLiteral("ca_file"));
    m_verify->setObjectName(QStringLiteral("verify"));
    connect(m_partSize, &SizeEdit::edited, this, &CommonFields::edited);
    connect(m_parts, &QSpinBox::valueChanged, this, &CommonFields::edited);
    connect(m_connections, &QSpinBox::valueChanged, this, &CommonFields::edited);
    connect(m_caFile, &PathEdit::edited, this, &CommonFields::edited);
    connect(m_verify, &QComboBox::currentIndexChanged, this, &CommonFields::edited);
    setUnfolded(false);
}

void CommonFields::writeTo(DestinationSettings &settings) const
{
    settings.partSize = m_partSize->bytes();
    settings.partsInFlight = m_parts->value();
    settings.connectionLimit = m_connections->value();
    settings.caFile = m_caFile->path();
    settings.verify = static_cast<VerifyMode>(m_verify->currentData().toInt());
}

bool CommonFields::isReadable() const
{
    return m_partSize->problem().isEmpty();
}

FieldRow *CommonFields::check()
{
    m_partRow->setProblem(m_partSize->problem());
    m_caRow->setProblem(PathEdit::problemOf(m_caFile->path()));
    const auto isWrong = [](const FieldRow *row) { return !row->problem().isEmpty(); };
    const QList<FieldRow *> rows = findChildren<FieldRow *>(); // the limits, too
    if (std::any_of(rows.begin(), rows.end(), isWrong))
        setUnfolded(true);
    return isWrong(m_partRow) ? m_partRow : isWrong(m_caRow) ? m_caRow : nullptr;
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
